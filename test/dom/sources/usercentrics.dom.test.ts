import { describe, expect, it, vi } from 'vitest';
import { usercentrics } from '../../../src/consent/sources/usercentrics.js';
import { page } from '../../fakes/fake-platform.js';
import { both, followFake } from '../../fakes/follow-fake.js';
import { fakeUsercentricsThree, fakeUsercentricsTwo } from '../../fakes/usercentrics.js';

const two = fakeUsercentricsTwo();
const three = fakeUsercentricsThree();
const start = followFake(usercentrics, 'usercentrics', { analytics: 'functional', marketing: 'marketing' }, two, three);
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

describe('version 2', () => {
  it('has services with a consent before an answer: undecided', async () => {
    two.load('no-banner');
    const probe = start();
    await settle();
    expect(both(probe)).toEqual(['undecided', 'undecided']);
  });

  it.each([
    ['the slug of a category', 'functional'],
    ['the id of a service', 'BJTzqNi_i-m'],
    ['the name of a service', 'Shop Analytics'],
  ])('is known by %s', async (_, code) => {
    two.load();
    two.choose(true, false);
    const probe = start({ analytics: code, marketing: 'marketing' });
    await settle();
    expect(both(probe)).toEqual(['granted', 'denied']);
  });

  it('says nothing of a code that it does not know', async () => {
    two.load();
    two.choose(true, true);
    const probe = start({ analytics: 'statistics', marketing: 'marketing' });
    await settle();
    expect(both(probe)).toEqual(['undecided', 'granted']);
  });

  it('is waited for while only its bootstrap is there', async () => {
    two.loadBootstrap();
    const probe = start();
    expect(probe.readings.every(Boolean)).toBe(true);
    two.load();
    two.choose(true, true);
    await settle();
    expect(both(probe)).toEqual(['granted', 'granted']);
  });

  it('is closed by what its storage refuses', async () => {
    two.load();
    two.choose(true, true);
    const stored = JSON.parse(localStorage.getItem('uc_settings')!);
    stored.services[2].status = false;
    localStorage.setItem('uc_settings', JSON.stringify(stored));
    const probe = start();
    await settle();
    expect(both(probe)).toEqual(['granted', 'denied']);
  });

  it('is not closed by what its storage says of an earlier time', async () => {
    two.load();
    two.choose(true, true);
    const stored = JSON.parse(localStorage.getItem('uc_settings')!);
    for (const service of stored.services) service.history = [{ action: 'onInitialPageLoad', status: false }];
    localStorage.setItem('uc_settings', JSON.stringify(stored));
    const probe = start();
    await settle();
    expect(both(probe)).toEqual(['granted', 'granted']);
  });

  it('is closed by its storage before it is asked again', async () => {
    two.load();
    two.choose(true, true);
    const probe = start();
    await settle();
    two.choose(false, false);
    expect(both(probe)).toEqual(['denied', 'denied']);
  });
});

describe('version 3', () => {
  it('answers by promise: undecided until it does', async () => {
    three.load();
    three.choose(true, true);
    const probe = start();
    expect(both(probe)).toEqual(['undecided', 'undecided']);
    await settle();
    expect(both(probe)).toEqual(['granted', 'granted']);
  });

  it('whose consents are implicit has no answer', async () => {
    three.load('no-banner');
    const probe = start();
    await settle();
    expect([both(probe), probe.last().evidence]).toEqual([['undecided', 'undecided'], 'default']);
  });

  it('leaves a service undecided that is newer than the choice, whatever value it has by default', async () => {
    three.load();
    three.choose(true, true);
    const { getConsentDetails } = page['__ucCmp'];
    for (const given of [true, false]) {
      page['__ucCmp'].getConsentDetails = async () => {
        const details = await getConsentDetails();
        details.services['S1pcEj_jZX'].consent = { given, type: 'IMPLICIT' };
        return details;
      };
      const probe = start();
      await settle();
      expect(both(probe)).toEqual(['granted', 'undecided']);
      probe.stop();
    }
  });

  it('throws in its bootstrap, which is no failure', async () => {
    three.loadBootstrap();
    const probe = start();
    await settle();
    expect(probe.readings.every(Boolean)).toBe(true);
    three.load();
    three.choose(true, false);
    await settle();
    expect(both(probe)).toEqual(['granted', 'denied']);
  });

  it('is closed by its storage before its promise is kept', async () => {
    three.load();
    three.choose(true, true);
    const probe = start();
    await settle();
    page['__ucCmp'].getConsentDetails = () => new Promise(() => {});
    three.choose(false, false);
    expect(both(probe)).toEqual(['denied', 'denied']);
  });

  it('is asked again no more often than it is looked at', async () => {
    three.load();
    let asked = 0;
    const { getConsentDetails } = page['__ucCmp'];
    page['__ucCmp'].getConsentDetails = () => {
      asked++;
      return getConsentDetails();
    };
    start();
    await vi.advanceTimersByTimeAsync(10_500);
    expect(asked).toBe(11);
  });

  it('answers nobody who stopped', async () => {
    three.load();
    three.choose(true, true);
    const probe = start();
    probe.stop();
    await settle();
    expect(probe.readings).toHaveLength(1);
  });
});
