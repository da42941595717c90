import { signal } from '@angular/core';
import { headgate } from './tracking';

const state = signal(headgate.consent());
headgate.onConsent((next) => state.set(next));

export const consentState = state.asReadonly();
