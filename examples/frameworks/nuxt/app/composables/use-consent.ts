import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';

export function useConsent(): ShallowRef<ReturnType<typeof headgate.consent>> {
  const consent = shallowRef(headgate.consent());
  onScopeDispose(
    headgate.onConsent((state) => (consent.value = state)),
    true,
  );
  return consent;
}
