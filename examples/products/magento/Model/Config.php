<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Headgate\Tracking\Forward\Target;
use Headgate\Tracking\Forward\TargetParser;
use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Store\Model\ScopeInterface;

/**
 * The module's configuration, by store view.
 */
class Config
{
    public const OWN = 'own';

    /**
     * Takes the shop's configuration, and what reads its lines.
     *
     * @param ScopeConfigInterface $scopeConfig
     * @param TargetParser $targets
     */
    public function __construct(
        private readonly ScopeConfigInterface $scopeConfig,
        private readonly TargetParser $targets
    ) {
    }

    /**
     * Tells whether a switch is on.
     *
     * @param string $path Below headgate/.
     * @param int|string|null $store
     */
    public function isOn(string $path, int|string|null $store = null): bool
    {
        return $this->scopeConfig->isSetFlag('headgate/' . $path, ScopeInterface::SCOPE_STORE, $store);
    }

    /**
     * Gives a text.
     *
     * @param string $path Below headgate/.
     * @param int|string|null $store
     */
    public function text(string $path, int|string|null $store = null): string
    {
        $value = $this->scopeConfig->getValue('headgate/' . $path, ScopeInterface::SCOPE_STORE, $store);
        return trim((string)$value);
    }

    /**
     * Gives a whole number, at least 1.
     *
     * @param string $path Below headgate/.
     * @param int|string|null $store
     * @param int $default Where the configuration has none.
     */
    public function number(string $path, int|string|null $store = null, int $default = 1): int
    {
        $text = $this->text($path, $store);
        return $text === '' ? $default : max(1, (int)$text);
    }

    /**
     * Gives a setting of the shop itself.
     *
     * @param string $path
     * @param int|string|null $store
     */
    public function shop(string $path, int|string|null $store = null): string
    {
        return (string)$this->scopeConfig->getValue($path, ScopeInterface::SCOPE_STORE, $store);
    }

    /**
     * Lists the consent sources in use.
     *
     * @param int|string|null $store
     * @return string[]
     */
    public function sources(int|string|null $store = null): array
    {
        return array_values(array_filter(explode(',', $this->text('consent/sources', $store))));
    }

    /**
     * Tells whether the shop's own collector is in use.
     *
     * @param int|string|null $store
     */
    public function usesOwnCollector(int|string|null $store = null): bool
    {
        return $this->text('collector/type', $store) === self::OWN;
    }

    /**
     * Gives the address that pages of a store view post to.
     *
     * @param string $storeCode
     */
    public function collectorUrl(string $storeCode): string
    {
        if (!$this->usesOwnCollector($storeCode)) {
            return $this->text('collector/url', $storeCode);
        }
        return '/' . trim($this->text('collector/path', $storeCode), '/') . '/' . $storeCode . '/events';
    }

    /**
     * Lists where the shop forwards to.
     *
     * @return array<string, Target> By collector.
     */
    public function forwards(): array
    {
        return $this->targets->read($this->text('forward/targets'));
    }
}
