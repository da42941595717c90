import { createFrame } from 'headgate/frame';

/** The survey has an origin of its own: what it tracks goes through the gate of the page around it. */
const survey = createFrame({ hosts: ['https://app.lumen.example'] });

export function followSurvey(user: string, name: string): void {
  survey.track('survey_shown', { survey: name });
  document.addEventListener('survey-done', () => survey.track('survey_completed', { user, survey: name, answers: 5 }));
}

export function onScore(user: string, score: number, reason: string): void {
  survey.track('recommendation_scored', { user, score, reason });
}

export function onNeed(user: string, need: string): void {
  survey.track('accessibility_need_shared', { user, need });
}
