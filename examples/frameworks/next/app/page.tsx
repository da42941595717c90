import Link from 'next/link';
import { DarkMode } from './dark-mode';
import { PageView } from './page-view';

export default function Home() {
  return (
    <main>
      <h1>Home</h1>
      <PageView page="home" />
      <DarkMode />
      <Link href="/settings">Settings</Link>
    </main>
  );
}
