<?php

declare(strict_types=1);

namespace Headgate\Tracking\ViewModel;

use Headgate\Tracking\Storage\EndpointStore;
use Magento\Framework\Serialize\Serializer\JsonHexTag;
use Magento\Framework\View\Element\Block\ArgumentInterface;
use Magento\Store\Model\StoreManagerInterface;
use stdClass;

/**
 * The configuration of the script, as a JSON block that is safe inside a script element.
 */
class ClientConfig implements ArgumentInterface
{
    /**
     * Takes what was published.
     *
     * @param EndpointStore $endpoints
     * @param StoreManagerInterface $stores
     * @param JsonHexTag $json
     */
    public function __construct(
        private readonly EndpointStore $endpoints,
        private readonly StoreManagerInterface $stores,
        private readonly JsonHexTag $json
    ) {
    }

    /**
     * Gives the configuration of this store view. What was not published opens nothing.
     */
    public function getJson(): string
    {
        $settings = $this->endpoints->find($this->stores->getStore()->getCode());
        return (string)$this->json->serialize($settings?->page() ?? new stdClass());
    }
}
