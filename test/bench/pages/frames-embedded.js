/** The honest frame of the measure of frames: it says aloud what it hears of consent. */
import { createFrame } from 'headgate/frame';

const frame = createFrame({ hosts: ['{{host}}'] });
frame.onConsent(({ categories }) => parent.postMessage({ heard: categories['analytics'] }, '*'));

globalThis.survey = {
  status: frame.status,
  /** Tracks, and answers after how many milliseconds the host has said what became of it. */
  async track() {
    const { allow } = frame.status();
    const from = performance.now();
    frame.track('answered');
    while (frame.status().allow === allow) await new Promise((resolve) => setTimeout(resolve, 5));
    return performance.now() - from;
  },
};
