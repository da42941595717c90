/**
 * A fake of a platform that answers `__uspapi`, after IAB's specification: it has one command, no event and no stub, and
 * keeps its string in the cookie `usprivacy`.
 */
export const usPrivacyFake = {
  install(uspString = '1NN-'): void {
    const stored = /usprivacy=([^;]*)/.exec(document.cookie)?.[1];
    if (!stored) document.cookie = `usprivacy=${uspString}`;
    Object.assign(globalThis, { __uspapi: answer });
  },
  leave: (): void => void Reflect.deleteProperty(globalThis, '__uspapi'),
  remove(): void {
    usPrivacyFake.leave();
    document.cookie = 'usprivacy=; expires=Thu, 01 Jan 1970 00:00:00 GMT';
  },
  choose: (uspString: string): void => void (document.cookie = `usprivacy=${uspString}`),
};

function answer(command: string, version: number, callback: (...answer: unknown[]) => void): void {
  const uspString = /usprivacy=([^;]*)/.exec(document.cookie)?.[1];
  if (command !== 'getUSPData' || version !== 1) callback(null, false);
  else callback({ version: 1, uspString }, true);
}
