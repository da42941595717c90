import { describe, expect, it } from 'vitest';
import { nearestName } from '../../../src/manifest/nearest-name.js';

describe('nearestName', () => {
  it.each([
    ['analytic', 'analytics'],
    ['Analytics', 'analytics'],
    ['marketign', 'marketing'],
    ['titel', 'title'],
  ])('takes %s for %s', (name, nearest) => {
    expect(nearestName(name, ['analytics', 'marketing', 'title'])).toBe(nearest);
  });

  it.each(['', 'x', 'research', 'constructor'])('takes %j for none of them', (name) => {
    expect(nearestName(name, ['analytics', 'marketing', 'title'])).toBeUndefined();
  });
});
