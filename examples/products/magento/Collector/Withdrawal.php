<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

use Headgate\Tracking\Forward\ForwardQueue;
use Headgate\Tracking\Manifest\EventDefinition;
use stdClass;

/**
 * What a withdrawal ends at the shop: events of the same consent that wait to be forwarded go nowhere any more.
 */
class Withdrawal
{
    /**
     * Takes the queue and what writes moments.
     *
     * @param ForwardQueue $queue
     * @param Instant $instant
     */
    public function __construct(private readonly ForwardQueue $queue, private readonly Instant $instant)
    {
    }

    /**
     * Takes out of the queue what the receipt of a withdrawal ends. What happened after it rests on another consent.
     *
     * @param stdClass $receipt
     * @param string[] $traces
     * @param Settings $settings
     */
    public function apply(stdClass $receipt, array $traces, Settings $settings): void
    {
        if ($receipt->data->action !== 'withdrawn') {
            return;
        }
        $choices = get_object_vars($receipt->data->categories);
        $until = $this->instant->toColumn((int)$this->instant->toMilliseconds($receipt->time));
        foreach ($this->queue->ofConsent($traces, $settings->storeId, $until) as $row) {
            $definition = $settings->manifest($row['manifest_version'])->definition($row['event']);
            if ($definition === null || $this->isWithdrawn($definition, $choices)) {
                $this->queue->settle($row['collector'], $row['event_id']);
            }
        }
    }

    /**
     * Tells whether an event rests on what was withdrawn.
     *
     * @param EventDefinition $definition
     * @param array<string,string> $choices By category.
     */
    private function isWithdrawn(EventDefinition $definition, array $choices): bool
    {
        $states = array_map(fn (string $name): string => $choices[$name] ?? 'undecided', $definition->categories());
        return match ($definition->tag('basis')) {
            'consent' => array_diff($states, ['granted']) !== [],
            'legitimate_interests' => in_array('denied', $states, true),
            default => false,
        };
    }
}
