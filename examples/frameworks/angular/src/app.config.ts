import { provideZoneChangeDetection, type ApplicationConfig } from '@angular/core';
import { provideClientHydration } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { Home } from './home';
import { Settings } from './settings';

export const appConfig: ApplicationConfig = {
  providers: [
    provideZoneChangeDetection({ eventCoalescing: true }),
    provideClientHydration(),
    provideRouter([
      { path: '', component: Home },
      { path: 'settings', component: Settings },
    ]),
  ],
};
