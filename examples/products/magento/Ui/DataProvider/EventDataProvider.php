<?php

declare(strict_types=1);

namespace Headgate\Tracking\Ui\DataProvider;

use Headgate\Tracking\Collector\Clock;
use Headgate\Tracking\Collector\Instant;
use Headgate\Tracking\Model\StatedReason;
use Headgate\Tracking\Model\VisibleTiers;
use Headgate\Tracking\Storage\AccessLog;
use Headgate\Tracking\Storage\EventQuery;
use Headgate\Tracking\Storage\EventStore;
use Magento\Backend\Model\Auth\Session;
use Magento\Framework\Api\Filter;
use Magento\Ui\DataProvider\AbstractDataProvider;

/**
 * The grid's events: only of tiers that the role may see, only with a reason, and every page is written
 * down, once however often the grid asks for it.
 */
class EventDataProvider extends AbstractDataProvider
{
    /**
     * @var array
     */
    private array $filters = [];

    /**
     * @var array{string, string}
     */
    private array $order = ['occurred_at', 'desc'];

    /**
     * @var array{int, int}
     */
    private array $page = [1, 20];

    /**
     * Takes what reads and what writes down, beside what every provider takes.
     *
     * @param string $name
     * @param string $primaryFieldName
     * @param string $requestFieldName
     * @param EventQuery $query
     * @param VisibleTiers $tiers
     * @param StatedReason $reason
     * @param AccessLog $log
     * @param Session $auth
     * @param Clock $clock
     * @param Instant $instant
     * @param array $meta
     * @param array $data
     */
    public function __construct(
        $name,
        $primaryFieldName,
        $requestFieldName,
        private readonly EventQuery $query,
        private readonly VisibleTiers $tiers,
        private readonly StatedReason $reason,
        private readonly AccessLog $log,
        private readonly Session $auth,
        private readonly Clock $clock,
        private readonly Instant $instant,
        array $meta = [],
        array $data = []
    ) {
        parent::__construct($name, $primaryFieldName, $requestFieldName, $meta, $data);
    }

    /**
     * @inheritDoc
     */
    public function addFilter(Filter $filter)
    {
        $this->filters[] = [$filter->getField(), $filter->getConditionType() ?: 'eq', $filter->getValue()];
    }

    /**
     * @inheritDoc
     */
    public function addOrder($field, $direction)
    {
        $this->order = [(string)$field, (string)$direction];
    }

    /**
     * @inheritDoc
     */
    public function setLimit($offset, $size)
    {
        $this->page = [(int)$offset, (int)$size];
    }

    /**
     * Reads a page of the grid.
     *
     * @return array
     */
    public function getData()
    {
        $reason = $this->reason->get();
        if ($reason === null) {
            return ['totalRecords' => 0, 'items' => []];
        }
        $tiers = $this->tiers->list();
        [$total, $rows] = $this->query->read($tiers, $this->filters, [...$this->order, ...$this->page]);
        $user = (string)$this->auth->getUser()?->getUserName();
        $scope = ['tiers' => $tiers, 'filters' => $this->filters, 'ids' => array_column($rows, 'event_id')];
        $time = $this->instant->toColumn($this->clock->now());
        if (!$this->reason->isSeenAgain($scope['ids'])) {
            $this->log->write($user, 'grid', $reason, [$scope, count($rows), $time]);
        }
        return ['totalRecords' => $total, 'items' => array_map($this->toItem(...), $rows)];
    }

    /**
     * Shows an event's data beside its tags.
     *
     * @param array<string,mixed> $row
     * @return array<string, mixed>
     */
    private function toItem(array $row): array
    {
        $event = $row['tagged'];
        unset($row['tagged']);
        $data = $event === null
            ? (string)__('Encrypted under a key that the shop has not got.')
            : json_encode($event->data, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        $isRepetition = (int)$row['is_receipt'] === EventStore::REPETITION;
        return $row + ['data' => $isRepetition ? $data . ' ' . __('(repeats another)') : $data];
    }
}
