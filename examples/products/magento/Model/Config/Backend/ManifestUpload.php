<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model\Config\Backend;

use Headgate\Tracking\Manifest\ManifestProblems;
use Headgate\Tracking\Model\UploadedManifest;
use Magento\Config\Model\Config\Backend\File\RequestData\RequestDataInterface;
use Magento\Framework\App\Cache\TypeListInterface;
use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\App\Config\Value;
use Magento\Framework\Data\Collection\AbstractDb;
use Magento\Framework\Exception\LocalizedException;
use Magento\Framework\Model\Context;
use Magento\Framework\Model\ResourceModel\AbstractResource;
use Magento\Framework\Registry;

/**
 * An uploaded manifest: kept by its version, which is all that the configuration holds.
 */
class ManifestUpload extends Value
{
    /**
     * Takes what reads uploads, beside what every value takes.
     *
     * @param Context $context
     * @param Registry $registry
     * @param ScopeConfigInterface $config
     * @param TypeListInterface $cacheTypeList
     * @param UploadedManifest $uploads
     * @param RequestDataInterface $requestData
     * @param AbstractResource|null $resource
     * @param AbstractDb|null $resourceCollection
     * @param array $data
     */
    public function __construct(
        Context $context,
        Registry $registry,
        ScopeConfigInterface $config,
        TypeListInterface $cacheTypeList,
        private readonly UploadedManifest $uploads,
        private readonly RequestDataInterface $requestData,
        ?AbstractResource $resource = null,
        ?AbstractDb $resourceCollection = null,
        array $data = []
    ) {
        parent::__construct($context, $registry, $config, $cacheTypeList, $resource, $resourceCollection, $data);
    }

    /**
     * Takes the upload, if there is one.
     *
     * @return $this
     * @throws LocalizedException
     */
    public function beforeSave()
    {
        $value = $this->getValue();
        $given = is_array($value) ? $value : [];
        $file = (string)($this->requestData->getTmpName($this->getPath()) ?: $given['tmp_name'] ?? '');
        if ($file !== '') {
            try {
                $this->setValue($this->uploads->take($file));
            } catch (ManifestProblems $exception) {
                throw new LocalizedException(__('The manifest: %1', implode(' ', $exception->problems())));
            }
        } elseif (!empty($given['delete'])) {
            $this->setValue('');
        } else {
            $this->unsValue();
        }
        return parent::beforeSave();
    }
}
