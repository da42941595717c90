import { afterNextRender, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { headgate } from './tracking';

@Component({
  selector: 'app-home',
  imports: [RouterLink],
  template: `
    <h1>Home</h1>
    <button (click)="toggle()">Dark mode</button>
    <a routerLink="/settings">Settings</a>
  `,
})
export class Home {
  constructor() {
    afterNextRender(() => void headgate.track('page_opened', { page: 'home' }));
  }

  toggle(): void {
    headgate.track('feature_toggled', { feature: 'dark-mode', enabled: true });
  }
}
