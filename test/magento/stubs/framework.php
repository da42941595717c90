<?php

/**
 * What the module uses of Magento's framework, with the signatures of 2.4.8: enough to load and run its classes without a
 * shop. Nothing of Magento's behaviour is imitated here beyond what a test sets.
 */

// phpcs:ignoreFile

namespace {
    // Magento requires the extension; a machine that checks the module need not have it.
    defined('CURLOPT_FOLLOWLOCATION') || define('CURLOPT_FOLLOWLOCATION', 52);

    function __(string $text, mixed ...$values): \Magento\Framework\Phrase
    {
        return new \Magento\Framework\Phrase($text, $values);
    }
}

namespace Magento\Framework {
    class Phrase
    {
        public function __construct(private string $text, private array $arguments = [])
        {
        }

        public function __toString(): string
        {
            $places = array_map(fn (int $index): string => '%' . ($index + 1), array_keys($this->arguments));
            return str_replace($places, array_map(strval(...), $this->arguments), $this->text);
        }
    }

    class DataObject
    {
        protected $_data;

        public function __construct(array $data = [])
        {
            $this->_data = $data;
        }

        public function getData($key = '', $index = null)
        {
            return $key === '' ? $this->_data : ($this->_data[$key] ?? null);
        }

        public function setData($key, $value = null)
        {
            $this->_data = is_array($key) ? $key : [$key => $value] + $this->_data;
            return $this;
        }

        public function unsetData($key = null)
        {
            unset($this->_data[$key]);
            return $this;
        }

        public function __call($method, $args)
        {
            $key = strtolower((string)preg_replace('/(?<!^)[A-Z]/', '_$0', substr($method, 3)));
            return match (substr($method, 0, 3)) {
                'get' => $this->getData($key),
                'set' => $this->setData($key, $args[0] ?? null),
                'uns' => $this->unsetData($key),
                default => throw new \BadMethodCallException($method),
            };
        }
    }

    class Escaper
    {
        public function escapeHtml($data, $allowedTags = null)
        {
            return htmlspecialchars((string)$data, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8', false);
        }

        public function escapeHtmlAttr($string, $escapeSingleQuote = true)
        {
            return htmlspecialchars((string)$string, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
        }

        public function escapeUrl($string)
        {
            return htmlspecialchars((string)$string, ENT_QUOTES);
        }
    }

    interface UrlInterface
    {
        public const URL_TYPE_WEB = 'web';
    }

    interface AuthorizationInterface
    {
        public function isAllowed($resource, $privilege = null);
    }

    class Registry
    {
    }

    class Filesystem
    {
        public function __construct(private \Magento\Framework\Filesystem\Directory\ReadInterface $root)
        {
        }

        public function getDirectoryRead($directoryCode, $driverCode = 'file')
        {
            return $this->root;
        }
    }
}

namespace Magento\Framework\Filesystem\Directory {
    interface ReadInterface
    {
        public function isFile($path = null);

        public function readFile($path, $flag = null, $context = null);
    }
}

namespace Magento\Framework\Filesystem\Driver {
    class File
    {
        public function isExists($path)
        {
            return file_exists($path);
        }

        public function readDirectory($path)
        {
            return array_map(fn (string $name): string => $path . '/' . $name, array_diff(scandir($path), ['.', '..']));
        }

        public function search($pattern, $path)
        {
            return glob($path . '/' . $pattern);
        }

        public function deleteFile($path)
        {
            return unlink($path);
        }

        public function filePutContents($path, $content, $mode = null)
        {
            return @file_put_contents($path, $content)
                ?: throw new \Magento\Framework\Exception\FileSystemException(new \Magento\Framework\Phrase('read-only'));
        }

        public function fileGetContents($path, $flag = null, $context = null)
        {
            $text = @file_get_contents($path);
            return $text === false
                ? throw new \Magento\Framework\Exception\FileSystemException(new \Magento\Framework\Phrase('no file'))
                : $text;
        }
    }
}

namespace Magento\Framework\Exception {
    class LocalizedException extends \Exception
    {
        public function __construct(\Magento\Framework\Phrase $phrase, ?\Exception $cause = null, $code = 0)
        {
            parent::__construct((string)$phrase, $code, $cause);
        }
    }

    class FileSystemException extends LocalizedException
    {
    }

    class ValidatorException extends LocalizedException
    {
    }
}

namespace Magento\Framework\App\Filesystem {
    class DirectoryList
    {
        public const ROOT = 'base';
        public const STATIC_VIEW = 'static';

        /** @param array<string,string> $paths */
        public function __construct(private array $paths = [])
        {
        }

        public function getPath($code)
        {
            return $this->paths[$code];
        }
    }
}

namespace Magento\Framework\App\Config {
    interface ScopeConfigInterface
    {
        public const SCOPE_TYPE_DEFAULT = 'default';

        public function getValue($path, $scopeType = self::SCOPE_TYPE_DEFAULT, $scopeCode = null);

        public function isSetFlag($path, $scopeType = self::SCOPE_TYPE_DEFAULT, $scopeCode = null);
    }

    class Value extends \Magento\Framework\DataObject
    {
        public function __construct(
            \Magento\Framework\Model\Context $context,
            \Magento\Framework\Registry $registry,
            ScopeConfigInterface $config,
            \Magento\Framework\App\Cache\TypeListInterface $cacheTypeList,
            ?\Magento\Framework\Model\ResourceModel\AbstractResource $resource = null,
            ?\Magento\Framework\Data\Collection\AbstractDb $resourceCollection = null,
            array $data = []
        ) {
            parent::__construct($data);
        }

        public function beforeSave()
        {
            return $this;
        }
    }
}

namespace Magento\Framework\App\Cache {
    interface TypeListInterface
    {
        public function getTypes();

        public function getTypeLabels();

        public function getInvalidated();

        public function invalidate($typeCode);

        public function cleanType($typeCode);
    }
}

namespace Magento\Framework\Module {
    class Status
    {
        public function setIsEnabled($isEnabled, $modules)
        {
        }
    }
}

namespace Magento\Framework\App {
    class DeploymentConfig
    {
        public function get($key = null, $defaultValue = null)
        {
        }
    }

    class ResourceConnection
    {
        public function getConnection($resourceName = 'default')
        {
        }

        public function getTableName($modelEntity, $connectionName = 'default')
        {
        }
    }

    interface RequestInterface
    {
        public function getParam($key, $defaultValue = null);
    }
}

namespace Magento\Framework\App\Action {
    interface HttpGetActionInterface
    {
        public function execute();
    }

    interface HttpPostActionInterface
    {
        public function execute();
    }
}

namespace Magento\Framework\DB\Adapter {
    interface AdapterInterface
    {
        public function beginTransaction();

        public function commit();

        public function rollBack();

        public function query($sql, $bind = []);

        public function fetchAll($sql, $bind = [], $fetchMode = null);

        public function quoteIdentifier($ident, $auto = false);
    }
}

namespace Magento\Framework\Model {
    class Context
    {
    }
}

namespace Magento\Framework\Model\ResourceModel {
    abstract class AbstractResource
    {
    }
}

namespace Magento\Framework\Data\Collection {
    abstract class AbstractDb
    {
    }
}

namespace Magento\Framework\Data {
    interface OptionSourceInterface
    {
        public function toOptionArray();
    }
}

namespace Magento\Framework\Component {
    interface ComponentRegistrarInterface
    {
        public function getPaths($type);

        public function getPath($type, $componentName);
    }

    class ComponentRegistrar implements ComponentRegistrarInterface
    {
        public const MODULE = 'module';

        public static array $registered = [];

        public static function register($type, $componentName, $path)
        {
            self::$registered[$componentName] = $path;
        }

        public function getPaths($type)
        {
            return self::$registered;
        }

        public function getPath($type, $componentName)
        {
            return self::$registered[$componentName] ?? null;
        }
    }
}

namespace Magento\Framework\Event {
    class Observer extends \Magento\Framework\DataObject
    {
        public function getEvent()
        {
            return new \Magento\Framework\DataObject($this->_data);
        }
    }

    interface ObserverInterface
    {
        public function execute(Observer $observer);
    }
}

namespace Magento\Framework\Message {
    interface ManagerInterface
    {
        public function addSuccessMessage($message, $group = null);

        public function addErrorMessage($message, $group = null);
    }
}

namespace Magento\Framework\MessageQueue {
    interface PublisherInterface
    {
        public function publish($topicName, $data);
    }
}

namespace Magento\Framework\Controller {
    interface ResultInterface
    {
        public function setHttpResponseCode($httpCode);
    }

    class ResultFactory
    {
        public const TYPE_PAGE = 'page';
        public const TYPE_REDIRECT = 'redirect';

        public function create($type, array $arguments = [])
        {
        }
    }
}

namespace Magento\Framework\View\Element\Block {
    interface ArgumentInterface
    {
    }
}

namespace Magento\Framework\View\Element\UiComponent\DataProvider {
    interface DataProviderInterface
    {
    }
}

namespace Magento\Framework\Serialize\Serializer {
    class JsonHexTag
    {
        public function serialize($data): string
        {
            $result = json_encode($data, JSON_HEX_TAG);
            return $result === false ? throw new \InvalidArgumentException('Unable to serialize value.') : $result;
        }
    }
}

namespace Magento\Framework\Api {
    class Filter
    {
        public function __construct(private array $data)
        {
        }

        public function getField()
        {
            return $this->data['field'];
        }

        public function getValue()
        {
            return $this->data['value'];
        }

        public function getConditionType()
        {
            return $this->data['condition_type'] ?? 'eq';
        }
    }
}

namespace Magento\Framework\HTTP\Client {
    class Curl
    {
        public function setTimeout($value)
        {
        }

        public function setOption($name, $value)
        {
        }

        public function addHeader($name, $value)
        {
        }

        public function post($uri, $params)
        {
        }

        public function getStatus()
        {
        }

        public function getBody()
        {
        }
    }

    class CurlFactory
    {
        public function create(array $data = [])
        {
            return new Curl();
        }
    }
}
