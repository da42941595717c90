<?php

declare(strict_types=1);

namespace Headgate\Tracking\Controller\Adminhtml\Map;

use Magento\Backend\App\Action;
use Magento\Framework\App\Action\HttpGetActionInterface;
use Magento\Framework\Controller\ResultFactory;
use Magento\Framework\Controller\ResultInterface;

/**
 * What is tracked, why, how long and for whom.
 */
class Index extends Action implements HttpGetActionInterface
{
    public const ADMIN_RESOURCE = 'Headgate_Tracking::map';

    /**
     * Shows the page.
     */
    public function execute(): ResultInterface
    {
        $page = $this->resultFactory->create(ResultFactory::TYPE_PAGE);
        $page->setActiveMenu('Headgate_Tracking::map');
        $page->getConfig()->getTitle()->prepend((string)__('Inventory and Compliance Map'));
        return $page;
    }
}
