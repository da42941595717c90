/** The banner of this page, for platforms that come without one. Yes and no weigh the same. */

/**
 * @param {{ question: string, yes: string, no: string, accept: () => unknown, reject: () => unknown }} options
 * @returns {(isShown: boolean) => void} shows or hides it
 */
export function offerChoice({ question, yes, no, accept, reject }) {
  const banner = document.getElementById('banner');
  document.getElementById('question').textContent = question;
  const buttons = [
    ['accept', yes, accept],
    ['reject', no, reject],
  ];
  const show = (isShown) => (banner.hidden = !isShown);
  for (const [id, text, act] of buttons) {
    const button = document.getElementById(id);
    button.textContent = text;
    button.addEventListener('click', () => {
      show(false);
      act();
    });
  }
  return show;
}
