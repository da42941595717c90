import { track } from './tracking.js';

type Checklist = 'standard' | 'agency' | 'migration';

/** Onboarding and activation: from the sign-up form to the first campaign. */
export function followOnboarding(user: string, checklist: Checklist, form: HTMLFormElement): void {
  track('onboarding_started', { checklist });
  form.addEventListener('focusout', () => {
    const filled = [...form.elements].filter((field) => field instanceof HTMLInputElement && field.value).length;
    if (!form.contains(document.activeElement)) track('signup_form_left', { last_field: 'plan', filled });
  });
  track('shop_connected', { user, edition: 'open-source', theme: 'hyva' });
}

export function onStepDone(user: string, item: string, startedAt: number): void {
  track('checklist_item_completed', { user, item, minutes: Math.round((Date.now() - startedAt) / 60_000) });
}

export function onStepFailed(step: string, code: string): void {
  track('setup_step_failed', { step, code });
}

export function onSnippetSeen(seconds: number): void {
  track('snippet_verified', { seconds });
}

export const milestones = {
  invited: (user: string, role: 'admin' | 'editor' | 'viewer') => track('teammate_invited', { user, role }),
  segment: (user: string, conditions: number) => track('first_segment_built', { user, conditions }),
  campaign: (user: string) => track('first_campaign_sent', { user, channel: 'email' }),
  plan: (account: string, seats: number) => track('plan_activated', { account, plan: 'growth', seats }),
};
