import { HeadgateProvider } from 'headgate/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { headgate } from './tracking';
import './style.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <HeadgateProvider headgate={headgate}>
      <App />
    </HeadgateProvider>
  </StrictMode>,
);
