<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Storage\ShopKeys;
use Magento\Framework\App\DeploymentConfig;

/**
 * The shop's keys as Magento reads them.
 */
class DeployedKeys extends ShopKeys
{
    private const CRYPT_KEY = 'crypt/key';

    /**
     * Takes what reads app/etc/env.php.
     *
     * @param DeploymentConfig $deployment
     */
    public function __construct(DeploymentConfig $deployment)
    {
        parent::__construct((string)$deployment->get(self::CRYPT_KEY));
    }
}
