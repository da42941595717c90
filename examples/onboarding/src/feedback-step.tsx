import { useState } from 'react';
import { StepCard } from './step-card';
import { user, useTrack } from './tracking';
import type { StepProps } from './workspace-step';

const scores = [1, 2, 3, 4, 5];

export function FeedbackStep({ number, isDone, onDone }: StepProps) {
  const track = useTrack();
  const [score, setScore] = useState(4);
  const [comment, setComment] = useState('');
  const [need, setNeed] = useState('');

  function send(event: React.FormEvent) {
    event.preventDefault();
    track('feedback_given', { user, score, ...(comment && { comment }) });
    // Health data (GDPR Art. 9): sealed to the controller's public key before it is kept anywhere.
    if (need) track('accessibility_need_shared', { need });
    onDone();
  }

  return (
    <StepCard
      number={number}
      isDone={isDone}
      title="Tell us how it went"
      about="Read by people. Addresses and numbers are taken out first."
    >
      <form onSubmit={send} className="stack">
        <fieldset className="scores">
          <legend>How was the set-up?</legend>
          {scores.map((value) => (
            <label key={value}>
              <input type="radio" name="score" checked={score === value} onChange={() => setScore(value)} />
              <span>{value}</span>
            </label>
          ))}
        </fieldset>
        <label>
          Comment (optional)
          <textarea
            id="comment"
            rows={2}
            maxLength={400}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </label>
        <label>
          Anything we should know to make it accessible for you? (optional)
          <textarea id="need" rows={2} maxLength={400} value={need} onChange={(event) => setNeed(event.target.value)} />
          <small>Encrypted in your browser. Only Acme can open it.</small>
        </label>
        <button type="submit" id="send-feedback">
          Send feedback
        </button>
      </form>
    </StepCard>
  );
}
