<?php

declare(strict_types=1);

use Magento\Framework\Component\ComponentRegistrar;

ComponentRegistrar::register(ComponentRegistrar::MODULE, 'Headgate_Tracking', __DIR__);
// Files of a page are served under their module's name, and lists of ad blockers know the word in the first one.
ComponentRegistrar::register(ComponentRegistrar::MODULE, 'Headgate_Core', __DIR__ . '/storefront');
