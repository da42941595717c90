<?php

declare(strict_types=1);

namespace Headgate\Tracking\ViewModel;

use Headgate\Tracking\Model\Config;
use Headgate\Tracking\Storage\EndpointStore;
use Magento\Framework\Serialize\Serializer\JsonHexTag;
use Magento\Framework\View\Element\Block\ArgumentInterface;
use Magento\Store\Model\StoreManagerInterface;
use stdClass;

/**
 * The way back from Magento's own yes, which core lacks: withdrawing must be as easy as consenting (GDPR Art. 7(3)).
 */
class Withdrawal implements ArgumentInterface
{
    private const OWN_NOTICE = ['magento', 'hyva'];

    /**
     * Takes what was published.
     *
     * @param Config $config
     * @param EndpointStore $endpoints
     * @param StoreManagerInterface $stores
     * @param JsonHexTag $json
     */
    public function __construct(
        private readonly Config $config,
        private readonly EndpointStore $endpoints,
        private readonly StoreManagerInterface $stores,
        private readonly JsonHexTag $json
    ) {
    }

    /**
     * Tells whether the link belongs into the page. Other consent platforms bring their own.
     */
    public function isNeeded(): bool
    {
        $isOwnNotice = array_intersect(self::OWN_NOTICE, $this->config->sources()) !== [];
        return $isOwnNotice && $this->config->isOn('consent/withdraw_link');
    }

    /**
     * Gives what the link's script needs: categories, website and where the cookie lies.
     */
    public function getJson(): string
    {
        $store = $this->stores->getStore();
        $page = $this->endpoints->find($store->getCode())?->page() ?? new stdClass();
        return (string)$this->json->serialize([
            'categories' => array_keys(get_object_vars($page->manifest->categories ?? new stdClass())),
            'websiteId' => (int)$store->getWebsiteId(),
            'domain' => $this->config->shop('web/cookie/cookie_domain'),
            'path' => $this->config->shop('web/cookie/cookie_path') ?: '/',
        ]);
    }
}
