<?php

declare(strict_types=1);

namespace Headgate\Tracking\ViewModel;

use Magento\Framework\View\Element\Block\ArgumentInterface;

/**
 * Events of the shop that a page says by being shown.
 */
interface PageEventsInterface extends ArgumentInterface
{
    /**
     * Lists them as JSON that is safe inside a script element; an empty text where the manifest wants none.
     */
    public function getJson(): string;
}
