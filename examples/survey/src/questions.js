/** The survey, as SurveyJS takes it. */
export const questions = {
  showQuestionNumbers: 'off',
  showProgressBar: true,
  progressBarLocation: 'top',
  progressBarType: 'pages',
  showCompletedPage: false,
  questionErrorLocation: 'bottom',
  completeText: 'Finish',
  pages: [
    {
      name: 'recommend',
      elements: [
        {
          type: 'rating',
          name: 'recommend',
          title: 'How likely are you to recommend us to a friend?',
          isRequired: true,
          rateMin: 0,
          rateMax: 10,
          minRateDescription: 'Not at all',
          maxRateDescription: 'Very likely',
          rateDescriptionLocation: 'bottom',
          displayMode: 'buttons',
        },
      ],
    },
    {
      name: 'reason',
      elements: [
        {
          type: 'radiogroup',
          name: 'reason',
          title: 'What mattered most for that answer?',
          isRequired: true,
          choices: [
            { value: 'quality', text: 'Quality of the product' },
            { value: 'price', text: 'Price' },
            { value: 'service', text: 'Advice and service' },
            { value: 'delivery', text: 'Delivery' },
          ],
        },
      ],
    },
    {
      name: 'comment',
      elements: [
        { type: 'comment', name: 'comment', title: 'Anything you would like to add?', rows: 3, maxLength: 400 },
      ],
    },
  ],
};
