import type { ReactNode } from 'react';
import { ConsentBanner } from './consent-banner';

export const metadata = { title: 'Headgate in Next' };

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        {children}
        <ConsentBanner />
      </body>
    </html>
  );
}
