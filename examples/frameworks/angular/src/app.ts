import { ApplicationRef, Component, computed, inject, signal } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { consentState } from './consent-signal';
import { choice } from './tracking';

@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: `
    <main><router-outlet /></main>
    <aside aria-label="Consent" [attr.data-stable]="isStable()">
      <p id="consent">{{ isGranted() ? 'Measured' : 'Not measured' }}</p>
      @if (isGranted()) {
        <button (click)="choice.withdraw('analytics')">Withdraw consent</button>
      } @else {
        <button (click)="choice.grant('analytics')">Allow analytics</button>
      }
    </aside>
  `,
})
export class App {
  readonly choice = choice;
  readonly isGranted = computed(() => consentState().categories['analytics'] === 'granted');
  readonly isStable = signal(false);

  constructor() {
    void inject(ApplicationRef)
      .whenStable()
      .then(() => this.isStable.set(true));
  }
}
