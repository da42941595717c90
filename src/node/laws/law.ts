import type { Regime, Tier } from '../../manifest/manifest.js';

/** A law as data: where it holds, what it asks for, and where that can be read. */
export interface Law {
  readonly id: 'gdpr' | 'ccpa' | 'lgpd' | 'pdpa';
  readonly title: string;
  /** Regions as the manifest's `regimes` names them: ISO 3166-1 alpha-2, with a subdivision where only that one has it. */
  readonly places: readonly string[];
  /** Whether silence can be taken for a yes. `undefined`: under conditions that a manifest cannot say. */
  readonly regime: Regime | undefined;
  /** Whether the law asks every controller for a data protection officer. */
  readonly demandsOfficer: boolean;
  /** Days after which data of a tier should be gone, where it rests on consent or on an interest of the controller. */
  readonly retentionDays: { readonly [tier in Tier]?: number };
  /** What this law says where a rule asks for something, by the rule's id. */
  readonly articles: { readonly [ruleId: string]: string };
  readonly sources: readonly { readonly title: string; readonly url: string }[];
}
