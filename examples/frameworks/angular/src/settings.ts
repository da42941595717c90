import { afterNextRender, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { headgate } from './tracking';

@Component({
  selector: 'app-settings',
  imports: [RouterLink],
  template: `
    <h1>{{ title }}</h1>
    <a routerLink="/">Home</a>
  `,
})
export class Settings {
  readonly title = 'Settings';

  constructor() {
    afterNextRender(() => void headgate.track('page_opened', { page: 'settings' }));
  }
}
