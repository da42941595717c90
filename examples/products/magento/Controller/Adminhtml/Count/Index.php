<?php

declare(strict_types=1);

namespace Headgate\Tracking\Controller\Adminhtml\Count;

use Magento\Backend\App\Action;
use Magento\Framework\App\Action\HttpGetActionInterface;
use Magento\Framework\Controller\ResultFactory;
use Magento\Framework\Controller\ResultInterface;

/**
 * Counts per event and day.
 */
class Index extends Action implements HttpGetActionInterface
{
    public const ADMIN_RESOURCE = 'Headgate_Tracking::counts';

    /**
     * Shows the page.
     */
    public function execute(): ResultInterface
    {
        $page = $this->resultFactory->create(ResultFactory::TYPE_PAGE);
        $page->setActiveMenu('Headgate_Tracking::counts');
        $page->getConfig()->getTitle()->prepend((string)__('Events per Day'));
        return $page;
    }
}
