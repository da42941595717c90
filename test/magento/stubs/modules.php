<?php

/**
 * What the module uses of Magento's own modules and of their libraries, with the signatures of 2.4.8.
 */

// phpcs:ignoreFile

namespace Magento\Store\Model {
    interface ScopeInterface
    {
        public const SCOPE_STORE = 'store';
    }

    interface StoreManagerInterface
    {
        public function getStore($storeId = null);

        public function getStores($withDefault = false, $codeKey = false);
    }
}

namespace Magento\Store\Api\Data {
    interface StoreInterface
    {
        public function getId();

        public function getCode();

        public function getWebsiteId();
    }
}

namespace Magento\Catalog\Helper {
    class Data
    {
        public function getProduct()
        {
        }
    }
}

namespace Magento\Sales\Api {
    interface OrderRepositoryInterface
    {
        public function get($id);
    }
}

namespace Magento\Sales\Model {
    class Order extends \Magento\Framework\DataObject
    {
        public function getAllVisibleItems()
        {
            return $this->getData('visible_items');
        }
    }
}

namespace Magento\Csp\Api {
    interface PolicyCollectorInterface
    {
        public function collect(array $defaultPolicies = []): array;
    }
}

namespace Magento\Csp\Model\Policy {
    class FetchPolicy
    {
        public function __construct(
            private string $id,
            private bool $noneAllowed = true,
            private array $hostSources = [],
            array $schemeSources = [],
            bool $selfAllowed = false,
            bool $inlineAllowed = false,
            bool $evalAllowed = false,
            array $nonceValues = [],
            array $hashValues = [],
            bool $dynamicAllowed = false,
            bool $eventHandlersAllowed = false
        ) {
        }

        public function getId(): string
        {
            return $this->id;
        }

        public function getValue(): string
        {
            return $this->noneAllowed ? "'none'" : implode(' ', $this->hostSources);
        }
    }
}

namespace Magento\Config\Model\Config\Backend\File\RequestData {
    interface RequestDataInterface
    {
        public function getTmpName($path);

        public function getName($path);
    }
}

namespace Magento\Backend\Model {
    class Session extends \Magento\Framework\DataObject
    {
    }
}

namespace Magento\Backend\Model\Auth {
    class Session
    {
        public function getUser()
        {
        }
    }
}

namespace Magento\Backend\App\Action {
    class Context
    {
        public function __construct(
            private \Magento\Framework\App\RequestInterface $request,
            private \Magento\Framework\Controller\ResultFactory $resultFactory,
            private \Magento\Framework\Message\ManagerInterface $messageManager
        ) {
        }

        public function getRequest()
        {
            return $this->request;
        }

        public function getResultFactory()
        {
            return $this->resultFactory;
        }

        public function getMessageManager()
        {
            return $this->messageManager;
        }
    }
}

namespace Magento\Backend\App {
    abstract class Action
    {
        public const ADMIN_RESOURCE = 'Magento_Backend::admin';

        protected $_request;
        protected $resultFactory;
        protected $messageManager;

        public function __construct(Action\Context $context)
        {
            $this->_request = $context->getRequest();
            $this->resultFactory = $context->getResultFactory();
            $this->messageManager = $context->getMessageManager();
        }

        public function getRequest()
        {
            return $this->_request;
        }
    }
}

namespace Magento\Ui\DataProvider {
    abstract class AbstractDataProvider implements
        \Magento\Framework\View\Element\UiComponent\DataProvider\DataProviderInterface
    {
        public function __construct(
            protected $name,
            protected $primaryFieldName,
            protected $requestFieldName,
            protected array $meta = [],
            protected array $data = []
        ) {
        }

        public function addFilter(\Magento\Framework\Api\Filter $filter)
        {
        }

        public function addOrder($field, $direction)
        {
        }

        public function setLimit($offset, $size)
        {
        }

        public function getData()
        {
        }
    }
}

namespace Psr\Log {
    interface LoggerInterface
    {
        public function info(string|\Stringable $message, array $context = []): void;

        public function error(string|\Stringable $message, array $context = []): void;

        public function critical(string|\Stringable $message, array $context = []): void;
    }
}

namespace Symfony\Component\Console\Input {
    interface InputInterface
    {
        public function getOption(string $name);
    }

    class InputOption
    {
        public const VALUE_NONE = 1;
        public const VALUE_REQUIRED = 2;
        public const VALUE_IS_ARRAY = 8;
    }
}

namespace Symfony\Component\Console\Output {
    interface OutputInterface
    {
        public function writeln(string|iterable $messages, int $options = 0);
    }
}

namespace Symfony\Component\Console\Question {
    class ConfirmationQuestion
    {
        public function __construct(public string $question, public bool $default = true)
        {
        }
    }
}

namespace Symfony\Component\Console\Command {
    class Command
    {
        public const SUCCESS = 0;
        public const FAILURE = 1;
        public const INVALID = 2;

        public string $name = '';
        public array $options = [];

        public function __construct()
        {
            $this->configure();
        }

        protected function configure()
        {
        }

        public function setName(string $name): static
        {
            $this->name = $name;
            return $this;
        }

        public string $description = '';
        public string $help = '';
        public array $helpers = [];

        public function setDescription(string $description): static
        {
            $this->description = $description;
            return $this;
        }

        public function setHelp(string $help): static
        {
            $this->help = $help;
            return $this;
        }

        public function getHelper(string $name): mixed
        {
            return $this->helpers[$name];
        }

        public function addOption(string $name, $shortcut = null, ?int $mode = null, string $description = '', mixed $default = null): static
        {
            $this->options[$name] = [$mode, $default];
            return $this;
        }

        public function run($input, $output): int
        {
            return $this->execute($input, $output);
        }
    }
}
