import type { ReactNode } from 'react';

interface StepCardProps {
  readonly number: number;
  readonly title: string;
  readonly about: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}

/** One item of the checklist: number or tick, what it is about, and its form. */
export function StepCard({ number, title, about, isDone, children }: StepCardProps) {
  return (
    <li className={isDone ? 'card done' : 'card'}>
      <span className="mark" aria-hidden="true">
        {isDone ? '✓' : number}
      </span>
      <div className="card-body">
        <h2>
          {title}
          {isDone && <span className="visually-hidden"> (done)</span>}
        </h2>
        <p className="about">{about}</p>
        {children}
      </div>
    </li>
  );
}
