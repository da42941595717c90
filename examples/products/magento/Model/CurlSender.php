<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

use Exception;
use Headgate\Tracking\Forward\HttpSenderInterface;
use Headgate\Tracking\Forward\Outgoing;
use Magento\Framework\HTTP\Client\CurlFactory;

/**
 * Posts by the shop's HTTP client.
 */
class CurlSender implements HttpSenderInterface
{
    private const SECONDS = 20;

    /**
     * Takes what makes clients.
     *
     * @param CurlFactory $clients
     */
    public function __construct(private readonly CurlFactory $clients)
    {
    }

    /**
     * @inheritDoc
     */
    public function post(Outgoing $request): array
    {
        $client = $this->clients->create();
        $client->setTimeout(self::SECONDS);
        // An answer counts only from the address that was configured.
        $client->setOption(CURLOPT_FOLLOWLOCATION, false);
        $client->addHeader('Content-Type', $request->type);
        try {
            $client->post($request->url, $request->body);
        } catch (Exception) {
            return [0, ''];
        }
        return [(int)$client->getStatus(), (string)$client->getBody()];
    }
}
