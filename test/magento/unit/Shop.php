<?php

declare(strict_types=1);

namespace Headgate\Tracking\Test;

use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Forward\EncoderInterface;
use Headgate\Tracking\Forward\TargetParser;
use Headgate\Tracking\Forward\Wording;
use Headgate\Tracking\Manifest\ClientManifest;
use Headgate\Tracking\Manifest\EventRules;
use Headgate\Tracking\Manifest\FieldRules;
use Headgate\Tracking\Manifest\ManifestReader;
use Headgate\Tracking\Manifest\ReferenceRules;
use Headgate\Tracking\Manifest\ShapeRules;
use Headgate\Tracking\Manifest\TierRules;
use Headgate\Tracking\Model\Config;
use Headgate\Tracking\Model\ManifestKeeper;
use Headgate\Tracking\Model\ManifestProvider;
use Headgate\Tracking\Model\PageSettings;
use Headgate\Tracking\Model\Publisher;
use Headgate\Tracking\Script\Needs;
use Headgate\Tracking\Script\Parts;
use Headgate\Tracking\Storage\EndpointStore;
use Headgate\Tracking\Storage\ManifestStore;
use Magento\Framework\App\Config\ScopeConfigInterface;
use Magento\Framework\Component\ComponentRegistrar;
use Magento\Framework\Filesystem;
use Magento\Framework\Filesystem\Directory\ReadInterface;
use Magento\Framework\Filesystem\Driver\File;
use Magento\Store\Api\Data\StoreInterface;
use Magento\Store\Model\StoreManagerInterface;
use Psr\Log\LoggerInterface;

/**
 * A shop of two store views on two websites, as far as the module asks for one.
 */
class Shop
{
    public readonly World $world;

    public ?string $origin = null;

    /**
     * The store view whose page is shown.
     */
    public string $code = 'default';

    public ?string $folder = null;

    /**
     * @var array<string, mixed> By path, or by store code and path.
     */
    public array $config = [];

    /**
     * @var array<string, string>
     */
    public array $files = [];

    /**
     * @var array<int, array{string, string, array}>
     */
    public array $logged = [];

    public function __construct()
    {
        $this->world = new World();
        $defaults = simplexml_load_file(dirname(__DIR__, 3) . '/examples/products/magento/etc/config.xml');
        foreach ($defaults->default->headgate->children() as $group => $fields) {
            foreach ($fields as $field => $value) {
                $this->config["headgate/$group/$field"] = (string)$value;
            }
        }
        $this->files['app/etc/headgate.json'] = (string)json_encode(World::manifest());
        $this->config['headgate/manifest/path'] = 'app/etc/headgate.json';
        $this->config['default:headgate/general/active'] = '1';
    }

    public function config(): Config
    {
        return new Config(new class ($this) implements ScopeConfigInterface {
            public function __construct(private Shop $shop)
            {
            }

            public function getValue($path, $scopeType = 'default', $scopeCode = null)
            {
                $code = $scopeCode ?? $this->shop->code;
                return $this->shop->config["$code:$path"] ?? $this->shop->config[$path] ?? null;
            }

            public function isSetFlag($path, $scopeType = 'default', $scopeCode = null)
            {
                return (bool)$this->getValue($path, $scopeType, $scopeCode);
            }
        }, new TargetParser(self::encoders()));
    }

    /**
     * @return EncoderInterface[] Those that etc/di.xml gives.
     */
    public static function encoders(): array
    {
        $encoders = [];
        foreach (simplexml_load_file(dirname(__DIR__, 3) . '/examples/products/magento/etc/di.xml')->type as $type) {
            if ((string)$type['name'] !== 'Headgate\Tracking\Forward\Forwarder') {
                continue;
            }
            foreach ($type->arguments->argument->item as $item) {
                $class = (string)$item;
                $needsInstant = (new \ReflectionClass($class))->getConstructor()->getNumberOfParameters() > 1;
                $encoders[(string)$item['name']] = new $class(new Wording(), ...($needsInstant ? [new Instant()] : []));
            }
        }
        return $encoders;
    }

    public function stores(): StoreManagerInterface
    {
        return new class ($this) implements StoreManagerInterface {
            public function __construct(private Shop $shop)
            {
            }

            public function getStore($storeId = null)
            {
                return $this->getStores()[$this->shop->code === 'default' ? 0 : 1];
            }

            public function getStores($withDefault = false, $codeKey = false)
            {
                $create = fn (int $id, string $code) => new class ($this->shop, $id, $code) implements StoreInterface {
                    public function __construct(private Shop $shop, private int $id, private string $code)
                    {
                    }

                    public function getId()
                    {
                        return $this->id;
                    }

                    public function getCode()
                    {
                        return $this->code;
                    }

                    public function getWebsiteId()
                    {
                        return (string)$this->id;
                    }

                    public function getCurrentCurrencyCode()
                    {
                        return 'EUR';
                    }

                    public function getBaseUrl($type = 'link', $secure = null)
                    {
                        $scheme = $secure ? 'https' : 'http';
                        return ($this->shop->origin ?? "$scheme://{$this->code}.example") . '/';
                    }
                };
                return [$create(1, 'default'), $create(2, 'second')];
            }
        };
    }

    public function filesystem(): Filesystem
    {
        return new Filesystem(new class ($this) implements ReadInterface {
            public function __construct(private Shop $shop)
            {
            }

            public function isFile($path = null)
            {
                return isset($this->shop->files[$path]);
            }

            public function readFile($path, $flag = null, $context = null)
            {
                return $this->shop->files[$path];
            }
        });
    }

    public function reader(): ManifestReader
    {
        $shape = new ShapeRules(new EventRules(new FieldRules()));
        return new ManifestReader($shape, new ReferenceRules(), new TierRules());
    }

    public function manifests(): ManifestProvider
    {
        $store = new ManifestStore($this->world->database);
        return new ManifestProvider($this->config(), $this->filesystem(), $this->reader(), $store);
    }

    public function publisher(int $now = World::NOW): Publisher
    {
        $store = new ManifestStore($this->world->database);
        $clock = World::clock($now);
        return new Publisher(
            $this->config(),
            $this->stores(),
            $this->manifests(),
            new ManifestKeeper($store, $clock),
            $store,
            new EndpointStore($this->world->database),
            new PageSettings($this->config(), new ClientManifest()),
            new Needs($this->parts()),
            $clock,
            new Instant()
        );
    }

    /**
     * The folder of the module whose files pages load, with a script file of the usual sources.
     */
    public function parts(): Parts
    {
        if ($this->folder === null) {
            $this->folder = sys_get_temp_dir() . '/headgate-' . bin2hex(random_bytes(6));
            foreach (['/parts', '/etc', '/view/frontend/web/js'] as $name) {
                mkdir($this->folder . $name, 0777, true);
            }
            $inScript = ['sources' => ['gpc', 'magento', 'manual', 'onetrust'], 'extras' => []];
            file_put_contents($this->folder . '/etc/script.json', json_encode($inScript));
            $parts = ['kernel', 'seal', 'journeys', 'collectors-json', 'events-attributes', 'events-magento',
                'sources-manual', 'sources-magento', 'sources-gpc', 'sources-klaro'];
            foreach ($parts as $name) {
                $variable = strtr($name, '-', '_');
                file_put_contents("{$this->folder}/parts/$name.js", "var $variable=()=>{};\n");
            }
        }
        ComponentRegistrar::register(ComponentRegistrar::MODULE, 'Headgate_Core', $this->folder);
        return new Parts(new ComponentRegistrar(), new File());
    }

    public function removeFiles(): void
    {
        if ($this->folder !== null) {
            exec('rm -r ' . escapeshellarg($this->folder));
        }
    }

    public function logger(): LoggerInterface
    {
        return new class ($this) implements LoggerInterface {
            public function __construct(private Shop $shop)
            {
            }

            public function info(string|\Stringable $message, array $context = []): void
            {
                $this->shop->logged[] = ['info', (string)$message, $context];
            }

            public function error(string|\Stringable $message, array $context = []): void
            {
                $this->shop->logged[] = ['error', (string)$message, $context];
            }

            public function critical(string|\Stringable $message, array $context = []): void
            {
                $this->shop->logged[] = ['critical', (string)$message, $context];
            }
        };
    }
}
