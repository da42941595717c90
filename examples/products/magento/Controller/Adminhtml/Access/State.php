<?php

declare(strict_types=1);

namespace Headgate\Tracking\Controller\Adminhtml\Access;

use Headgate\Tracking\Model\StatedReason;
use Magento\Backend\App\Action;
use Magento\Backend\App\Action\Context;
use Magento\Framework\App\Action\HttpPostActionInterface;
use Magento\Framework\Controller\ResultFactory;
use Magento\Framework\Controller\ResultInterface;

/**
 * Takes the reason for looking at events.
 */
class State extends Action implements HttpPostActionInterface
{
    public const ADMIN_RESOURCE = 'Headgate_Tracking::events';

    /**
     * Takes what remembers reasons.
     *
     * @param Context $context
     * @param StatedReason $reason
     */
    public function __construct(Context $context, private readonly StatedReason $reason)
    {
        parent::__construct($context);
    }

    /**
     * Remembers the reason and goes on to the events.
     */
    public function execute(): ResultInterface
    {
        $redirect = $this->resultFactory->create(ResultFactory::TYPE_REDIRECT);
        if ($this->reason->state((string)$this->getRequest()->getParam('reason'))) {
            return $redirect->setPath('headgate/event/index');
        }
        $this->messageManager->addErrorMessage(
            (string)__('Say in at least %1 characters why you need to see events.', StatedReason::MIN_LENGTH)
        );
        return $redirect->setPath('headgate/access/index');
    }
}
