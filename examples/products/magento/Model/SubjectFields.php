<?php

declare(strict_types=1);

namespace Headgate\Tracking\Model;

/**
 * By which fields of the manifest a customer is found.
 */
class SubjectFields
{
    /**
     * Takes the configuration.
     *
     * @param Config $config
     */
    public function __construct(private readonly Config $config)
    {
    }

    /**
     * Makes the subject of a customer.
     *
     * @param int|string|null $customerId
     * @param string $email
     * @return array<string, string> Values by field.
     */
    public function ofCustomer(int|string|null $customerId, string $email): array
    {
        $values = ['customer_field' => (string)$customerId, 'email_field' => $email];
        $subject = [];
        foreach ($values as $setting => $value) {
            $field = $this->config->text('subjects/' . $setting);
            if ($field !== '' && $value !== '') {
                $subject[$field] = $value;
            }
        }
        return $subject;
    }

    /**
     * Tells whether an e-mail address is what anonymising leaves.
     *
     * @param string $email
     */
    public function isAnonymised(string $email): bool
    {
        $endings = array_filter(array_map(trim(...), explode(',', $this->config->text('subjects/anonymised_endings'))));
        foreach ($endings as $ending) {
            if (str_ends_with(strtolower($email), strtolower($ending))) {
                return true;
            }
        }
        return false;
    }
}
