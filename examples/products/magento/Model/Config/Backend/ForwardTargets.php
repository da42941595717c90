<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Config\Backend;

use Headgate\Tracking\Forward\TargetParser;
use Magento\Framework\App\Cache\TypeListInterface;
use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\App\Config\Value;
use Magento\Framework\Data\Collection\AbstractDb;
use Magento\Framework\Exception\LocalizedException;
use Magento\Framework\Model\Context;
use Magento\Framework\Model\ResourceModel\AbstractResource;
use Magento\Framework\Registry;

/**
 * Where the shop forwards to: saved only if every line is understood.
 */
class ForwardTargets extends Value
{
    /**
     * Takes what reads lines, beside what every value takes.
     *
     * @param Context $context
     * @param Registry $registry
     * @param ScopeConfigInterface $config
     * @param TypeListInterface $cacheTypeList
     * @param TargetParser $targets
     * @param AbstractResource|null $resource
     * @param AbstractDb|null $resourceCollection
     * @param array $data
     */
    public function __construct(
        Context $context,
        Registry $registry,
        ScopeConfigInterface $config,
        TypeListInterface $cacheTypeList,
        private readonly TargetParser $targets,
        ?AbstractResource $resource = null,
        ?AbstractDb $resourceCollection = null,
        array $data = []
    ) {
        parent::__construct($context, $registry, $config, $cacheTypeList, $resource, $resourceCollection, $data);
    }

    /**
     * Checks the lines.
     *
     * @return $this
     * @throws LocalizedException
     */
    public function beforeSave()
    {
        $problems = $this->targets->problems((string)$this->getValue());
        if ($problems !== []) {
            throw new LocalizedException(__('Forwarding: %1', implode(' ', $problems)));
        }
        return parent::beforeSave();
    }
}
