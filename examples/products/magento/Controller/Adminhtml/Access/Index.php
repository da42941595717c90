<?php

declare(strict_types=1);

namespace Headgate\Tracking\Controller\Adminhtml\Access;

use Magento\Backend\App\Action;
use Magento\Framework\App\Action\HttpGetActionInterface;
use Magento\Framework\Controller\ResultFactory;
use Magento\Framework\Controller\ResultInterface;

/**
 * The log of accesses, and the form that asks why.
 */
class Index extends Action implements HttpGetActionInterface
{
    public const ADMIN_RESOURCE = 'Headgate_Tracking::events';

    /**
     * Shows the page.
     */
    public function execute(): ResultInterface
    {
        $page = $this->resultFactory->create(ResultFactory::TYPE_PAGE);
        $page->setActiveMenu('Headgate_Tracking::events');
        $page->getConfig()->getTitle()->prepend((string)__('Accesses to Events'));
        return $page;
    }
}
