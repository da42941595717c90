<?php

declare(strict_types=1);

namespace Headgate\Tracking\Manifest;

use stdClass;

/**
 * The manifest for pages: without what only people read, since each page carries it.
 */
class ClientManifest
{
    /**
     * Copies what the browser reads.
     *
     * @param Manifest $manifest
     */
    public function fromManifest(Manifest $manifest): stdClass
    {
        $from = $manifest->table();
        $client = $this->pick($from, ['id', 'version']);
        if (isset($from->controller->publicKey)) {
            $client->controller = $this->pick($from->controller, ['name', 'contact', 'publicKey']);
        }
        foreach (['regimes', 'receipts'] as $section) {
            if (isset($from->{$section})) {
                $client->{$section} = $from->{$section};
            }
        }
        $client->categories = $this->map($manifest->section('categories'), ['sources']);
        $client->purposes = $this->map($manifest->section('purposes'), []);
        // A collector of which pages are not told who it is, as what and where, does not start.
        $keys = ['recipient', 'role', 'country', 'regions', 'subject'];
        $client->collectors = $this->map($manifest->section('collectors'), $keys);
        $client->events = $this->toEvents($manifest->section('events'));
        return $client;
    }

    /**
     * Copies the events without their titles.
     *
     * @param array<string,stdClass> $events
     */
    private function toEvents(array $events): stdClass
    {
        $copies = new stdClass();
        foreach ($events as $name => $event) {
            $copy = clone $event;
            unset($copy->title, $copy->accept);
            if (!isset($event->step)) {
                unset($copy->journey);
            }
            if (isset($event->fields)) {
                $copy->fields = new stdClass();
                foreach (get_object_vars($event->fields) as $field => $definition) {
                    $copy->fields->{$field} = clone $definition;
                    unset($copy->fields->{$field}->title);
                }
            }
            $copies->{$name} = $copy;
        }
        return $copies;
    }

    /**
     * Copies entries with some of their keys.
     *
     * @param array<string,stdClass> $entries
     * @param string[] $keys
     */
    private function map(array $entries, array $keys): stdClass
    {
        $copies = new stdClass();
        foreach ($entries as $name => $entry) {
            $copies->{$name} = $this->pick($entry, $keys);
        }
        return $copies;
    }

    /**
     * Copies some keys of an object.
     *
     * @param stdClass $object
     * @param string[] $keys
     */
    private function pick(stdClass $object, array $keys): stdClass
    {
        return (object)array_intersect_key(get_object_vars($object), array_flip($keys));
    }
}
