/**
 * The survey: a SurveyJS form on a site of its own. It asks the page around it for everything that has to do with
 * consent, keeps nothing in its own origin, and hands each answer to that page's gate.
 */
import { createFrame } from 'headgate/frame';
import { Model } from 'survey-core';
import { DefaultDark, DefaultLight } from 'survey-core/themes';
import { renderSurvey } from 'survey-js-ui';
import { questions } from './questions.js';

const { surveyHost } = JSON.parse(document.getElementById('demo-addresses').textContent);
const frame = createFrame({ hosts: [surveyHost] });
const survey = 'autumn-2026';
const NOTES = {
  granted: 'Your answers are kept, because you allowed it on this page.',
  denied: 'Your answers are not kept, as you chose on this page.',
  undecided: 'Your answers wait in this page, and are kept only if you allow it.',
};
const model = new Model(questions);
const thanks = document.getElementById('thanks');
const isDark = matchMedia('(prefers-color-scheme: dark)');

frame.onConsent(({ categories }) => {
  document.getElementById('kept').textContent = NOTES[categories.research] ?? NOTES.undecided;
});

model.onCurrentPageChanging.add((_, { isGoingForward, oldCurrentPage }) => {
  if (isGoingForward) report(oldCurrentPage.name);
});
model.onComplete.add(() => {
  report('comment');
  frame.track('survey_completed', { survey, answers: Object.keys(model.data).length });
  thanks.hidden = false;
  thanks.focus();
});
document.getElementById('again').addEventListener('click', () => {
  // Not a reload: a sandboxed frame is let in once, and what it holds later is a stranger.
  thanks.hidden = true;
  model.clear();
  start();
});
isDark.addEventListener('change', paint);

paint();
renderSurvey(model, document.getElementById('survey'));
start();

function start() {
  frame.track('survey_started', { survey });
}

function report(question) {
  const value = model.getValue(question);
  if (value === undefined) return;
  if (question === 'recommend') frame.track('survey_answered', { survey, question, score: value });
  if (question === 'reason') frame.track('survey_answered', { survey, question, choice: value });
  if (question === 'comment') frame.track('survey_commented', { survey, comment: value });
}

function paint() {
  const theme = isDark.matches ? DefaultDark : DefaultLight;
  const accent = isDark.matches ? '#ff9d66' : '#a8400f';
  model.applyTheme({
    ...theme,
    isPanelless: true,
    cssVariables: {
      ...theme.cssVariables,
      '--sjs-primary-backcolor': accent,
      '--sjs-primary-backcolor-light': isDark.matches ? '#ff9d6622' : '#a8400f16',
      '--sjs-primary-backcolor-dark': isDark.matches ? '#ffb68c' : '#8a330a',
      '--sjs-primary-forecolor': isDark.matches ? '#30130a' : '#ffffff',
      '--sjs-general-backcolor-dim': 'transparent',
      '--sjs-general-backcolor-dim-light': isDark.matches ? '#1a1613' : '#faf6ef',
      // Its own are too pale for small letters.
      '--sjs-general-forecolor-light': isDark.matches ? '#b8a995' : '#6f6252',
      '--sjs-general-dim-forecolor-light': isDark.matches ? '#b8a995' : '#6f6252',
      '--sjs-font-family': 'inherit',
    },
  });
}
