<?php

declare(strict_types=1);

namespace Headgate\Tracking\Controller\Adminhtml\Event;

use Headgate\Tracking\Model\StatedReason;
use Magento\Backend\App\Action;
use Magento\Backend\App\Action\Context;
use Magento\Framework\App\Action\HttpGetActionInterface;
use Magento\Framework\Controller\ResultFactory;
use Magento\Framework\Controller\ResultInterface;

/**
 * The grid of events, once a reason was said.
 */
class Index extends Action implements HttpGetActionInterface
{
    public const ADMIN_RESOURCE = 'Headgate_Tracking::events';

    /**
     * Takes the reason.
     *
     * @param Context $context
     * @param StatedReason $reason
     */
    public function __construct(Context $context, private readonly StatedReason $reason)
    {
        parent::__construct($context);
    }

    /**
     * Shows the grid, or asks why.
     */
    public function execute(): ResultInterface
    {
        if ($this->reason->get() === null) {
            return $this->resultFactory->create(ResultFactory::TYPE_REDIRECT)->setPath('headgate/access/index');
        }
        $page = $this->resultFactory->create(ResultFactory::TYPE_PAGE);
        $page->setActiveMenu('Headgate_Tracking::events');
        $page->getConfig()->getTitle()->prepend((string)__('Events'));
        return $page;
    }
}
