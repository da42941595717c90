<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Config\Backend;

use Headgate\Tracking\Manifest\ManifestProblems;
use Headgate\Tracking\Model\ManifestProvider;
use Magento\Framework\App\Cache\TypeListInterface;
use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\App\Config\Value;
use Magento\Framework\Data\Collection\AbstractDb;
use Magento\Framework\Exception\LocalizedException;
use Magento\Framework\Model\Context;
use Magento\Framework\Model\ResourceModel\AbstractResource;
use Magento\Framework\Registry;

/**
 * The path of a manifest: saved only if what lies there is one.
 */
class ManifestPath extends Value
{
    /**
     * Takes what reads manifests, beside what every value takes.
     *
     * @param Context $context
     * @param Registry $registry
     * @param ScopeConfigInterface $config
     * @param TypeListInterface $cacheTypeList
     * @param ManifestProvider $manifests
     * @param AbstractResource|null $resource
     * @param AbstractDb|null $resourceCollection
     * @param array $data
     */
    public function __construct(
        Context $context,
        Registry $registry,
        ScopeConfigInterface $config,
        TypeListInterface $cacheTypeList,
        private readonly ManifestProvider $manifests,
        ?AbstractResource $resource = null,
        ?AbstractDb $resourceCollection = null,
        array $data = []
    ) {
        parent::__construct($context, $registry, $config, $cacheTypeList, $resource, $resourceCollection, $data);
    }

    /**
     * Checks the manifest.
     *
     * @return $this
     * @throws LocalizedException
     */
    public function beforeSave()
    {
        $path = trim((string)$this->getValue());
        if ($path !== '') {
            try {
                $this->manifests->readFile($path);
            } catch (ManifestProblems $exception) {
                throw new LocalizedException(__('The manifest: %1', implode(' ', $exception->problems())));
            }
        }
        return parent::beforeSave();
    }
}
