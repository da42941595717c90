import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { headgate } from './tracking';
import './style.css';

headgate.track('onboarding_started', { checklist: 'standard' });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
