import Link from 'next/link';
import { PageView } from '../page-view';

export default function Settings() {
  return (
    <main>
      <h1>Settings</h1>
      <PageView page="settings" />
      <Link href="/">Home</Link>
    </main>
  );
}
