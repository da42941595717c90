/** The survey: lives on a site of its own, and asks the page around it for everything that has to do with consent. */
import { createFrame } from 'headgate/frame';

const { surveyHost } = JSON.parse(document.getElementById('demo-addresses').textContent);
const frame = createFrame({ hosts: [surveyHost] });
const survey = 'autumn-2026';
const form = document.querySelector('form');
const steps = [...form.querySelectorAll('fieldset')];
const bar = document.querySelector('progress');
let current = 0;
let answers = 0;

frame.onConsent(({ categories }) => {
  const isKept = categories.research === 'granted';
  document.getElementById('kept').textContent = isKept
    ? 'Your answers are kept, because you allowed it on this page.'
    : 'You can answer now; your answers are kept only if you allow it on this page.';
});

frame.track('survey_started', { survey });

form.addEventListener('submit', (event) => {
  event.preventDefault();
  report(steps[current].name);
  if (current === steps.length - 1) return finish();
  show(current + 1);
});
document.getElementById('back').addEventListener('click', () => show(current - 1));
document.getElementById('again').addEventListener('click', () => location.reload());
show(0);

function report(question) {
  const value = new FormData(form).get(question);
  if (!value) return;
  answers += 1;
  if (question === 'recommend') frame.track('survey_answered', { survey, question, score: Number(value) });
  if (question === 'reason') frame.track('survey_answered', { survey, question, choice: value });
  if (question === 'comment') frame.track('survey_commented', { survey, comment: value });
}

function show(index) {
  current = index;
  steps.forEach((step, position) => {
    step.hidden = position !== index;
    step.disabled = position > index;
  });
  bar.value = index + 1;
  document.getElementById('step').textContent = `Question ${index + 1} of ${steps.length}`;
  document.getElementById('back').hidden = index === 0;
  document.getElementById('next').textContent = index === steps.length - 1 ? 'Finish' : 'Next';
  if (document.hasFocus() && index > 0) steps[index].querySelector('input, textarea').focus();
}

function finish() {
  frame.track('survey_completed', { survey, answers: Math.min(answers, 3) });
  form.hidden = true;
  document.getElementById('thanks').hidden = false;
  document.getElementById('thanks').focus();
}
