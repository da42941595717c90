'use client';
import { useTrackOnMount } from './tracking';

/** A page of the server that says when it is opened. */
export function PageView({ page }: { readonly page: 'home' | 'settings' }) {
  useTrackOnMount('page_opened', { page });
  return null;
}
