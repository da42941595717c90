import { expect, it } from 'vitest';
import { matomo } from '../../../src/delivery/collectors/matomo.js';
import { NOW, sampleEvent, sampleReceipt } from '../../support/sample-event.js';

const SENT_AT = new Date(NOW).toISOString();
const URL_OF_MATOMO = 'https://matomo.example/matomo.php';

it('writes an event as a query of the bulk tracking, with what the options map', () => {
  const collector = matomo({
    url: URL_OF_MATOMO,
    siteId: 3,
    parameters: {
      e_n: 'data.form',
      uid: 'data.user',
      dimension1: 'tier',
      dimension2: 'basis',
      dimension3: 'categories',
      dimension4: 'consent.released.evidence',
      dimension5: 'data.missing.deeper',
      dimension6: 'data.step',
    },
  });
  const { url, body } = collector.encode([sampleEvent(0, { data: { form: 'a & b=ü', user: 'u1', step: 0 } })], SENT_AT);
  expect(url).toBe(URL_OF_MATOMO);
  expect(body).toBe(
    '{"requests":["?idsite=3&rec=1&apiv=1&ca=1&cdt=1795255200&e_c=newsletter&e_a=newsletter_signup' +
      '&e_n=a+%26+b%3D%C3%BC&uid=u1&dimension1=pseudonymous&dimension2=consent&dimension3=analytics%2Cmarketing' +
      '&dimension4=explicit&dimension6=0"]}',
  );
});

it('adds nothing that no option maps: no address, no visitor, no field', () => {
  const { body } = matomo({ url: URL_OF_MATOMO, siteId: 3 }).encode([sampleEvent()], SENT_AT);
  expect(body).toBe('{"requests":["?idsite=3&rec=1&apiv=1&ca=1&cdt=1795255200&e_c=newsletter&e_a=newsletter_signup"]}');
});

it('writes a receipt as an event too', () => {
  const { body } = matomo({ url: URL_OF_MATOMO, siteId: 3, parameters: { e_n: 'data.action' } }).encode(
    [sampleReceipt('withdrawn')],
    SENT_AT,
  );
  expect(body).toContain('&e_a=consent_receipt&e_n=withdrawn');
});

it('is found by Matomo to be bulk tracking, which looks for the key behind the first character', () => {
  expect(matomo({ url: URL_OF_MATOMO, siteId: 3 }).encode([sampleEvent()], SENT_AT).body.indexOf('"requests"')).toBe(1);
});

it('expires events a minute before Matomo wants a token for them', () => {
  expect(matomo({ url: URL_OF_MATOMO, siteId: 3 }).maxAge).toBe(24 * 3_600_000 - 60_000);
});
