<?php

declare(strict_types=1);

namespace Headgate\Tracking\Collector;

/**
 * Who counts as one sender. Whoever has one address of IPv6 has the 2^64 of its network, so that the network is the
 * sender.
 */
class SenderNetwork
{
    private const NETWORK_BYTES = 8;
    private const MAPPED = '/^(?:0{20}f{4})([0-9a-f]{8})$/D';

    /**
     * Names the sender of an address: IPv4 by the address, IPv6 by its /64.
     *
     * @param string $address
     */
    public function of(string $address): string
    {
        if (filter_var($address, FILTER_VALIDATE_IP) === false) {
            return 'unknown';
        }
        $bytes = (string)inet_pton($address);
        if (strlen($bytes) === 4) {
            return bin2hex($bytes);
        }
        // IPv4 as a socket of IPv6 shows it.
        if (preg_match(self::MAPPED, bin2hex($bytes), $part) === 1) {
            return $part[1];
        }
        return bin2hex(substr($bytes, 0, self::NETWORK_BYTES)) . '/64';
    }
}
