/** For a page: consent platforms made of IAB's own libraries, and what the built sources decide of the strings that they are given. */
import { CmpApi as GppApi, CmpStatus, SignalStatus } from '@iabgpp/cmpapi';
import { CmpApi as TcfApi, CmpApiModel } from '@iabtcf/cmpapi';
import { gpp, tcf, usPrivacy, type ConsentReading, type ConsentSource } from 'headgate';

export interface Codes {
  readonly [category: string]: string | number | readonly (string | number)[];
}

export interface GppString {
  readonly text: string;
  readonly applies: readonly number[];
}

export interface ConsentPage {
  /** `saysDisclosed`: the platform says who was disclosed where TCF 2.3 has it, which IAB's library does not. */
  decideTcf(texts: readonly string[], codes: Codes, saysDisclosed: boolean): Decisions[];
  decideGpp(texts: readonly GppString[], codes: Codes): Decisions[];
  decideUsPrivacy(texts: readonly string[]): Decisions[];
}

export type Decisions = ConsentReading['categories'];

declare global {
  var consentPage: ConsentPage;
}

globalThis.consentPage = {
  decideTcf(texts, codes, saysDisclosed) {
    (CmpApiModel as unknown as { reset(): void }).reset();
    const platform = new TcfApi(10, 3, true);
    if (saysDisclosed) sayDisclosed();
    const { read, stop } = start(tcf(), codes);
    const decisions = texts.map((text) => {
      platform.update(text, false);
      return read();
    });
    stop();
    return decisions;
  },
  decideGpp(texts, codes) {
    const platform = new GppApi(10, 3);
    platform.setCmpStatus(CmpStatus.LOADED);
    const { read } = start(gpp(), codes);
    return texts.map(({ text, applies }) => {
      platform.setSignalStatus(SignalStatus.NOT_READY);
      platform.setGppString(text);
      platform.setApplicableSections([...applies]);
      platform.setSignalStatus(SignalStatus.READY);
      return read();
    });
  },
  decideUsPrivacy: (texts) =>
    texts.map((uspString) => {
      const api = (_command: string, _version: number, answer: (data: object, isSuccess: boolean) => void) =>
        answer({ version: 1, uspString }, true);
      Object.assign(globalThis, { __uspapi: api });
      const { read, stop } = start(usPrivacy(), { sold: '' });
      stop();
      return read();
    }),
};

interface TcData {
  readonly tcString: string;
  readonly outOfBand: { readonly disclosedVendors: object };
  readonly vendor: object;
}

/** Puts what the string has of disclosed vendors where the framework says since 2.3; IAB's library has it at `outOfBand`. */
function sayDisclosed(): void {
  const { __tcfapi: api } = globalThis as unknown as { __tcfapi: (...call: unknown[]) => void };
  const telling = (command: string, version: number, answer: (data: TcData, ok: boolean) => void, more: unknown) => {
    const tell = (data: TcData, ok: boolean): void => {
      const isSaid = data.tcString?.split('.').some((segment, index) => index > 0 && /^[I-P]/.test(segment));
      if (!isSaid) return answer(data, ok);
      const { disclosedVendors } = data.outOfBand;
      answer({ ...data, vendor: { ...data.vendor, disclosedVendors } }, ok);
    };
    api(command, version, tell, more);
  };
  Object.assign(globalThis, { __tcfapi: telling });
}

/** Starts a source, and reads what it said last. */
function start(source: ConsentSource, codes: Codes): { read: () => Decisions; stop: () => void } {
  let last: Decisions = {};
  const stop = source({
    codes: () => codes,
    report: (reading) => void (last = reading?.categories ?? {}),
  });
  return { read: () => last, stop };
}
