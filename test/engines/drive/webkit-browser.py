#!/usr/bin/python3
"""A WebKitGTK browser for WebKitWebDriver that keeps its profile.

MiniBrowser forgets all that pages store as soon as a driver steers it: nothing could outlive a killed process in it.
"""

import os
import sys

import gi

gi.require_version('Gtk', '3.0')
gi.require_version('WebKit2', '4.1')
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

profile = sys.argv[1]


def create_context():
    if 'private' in sys.argv:
        data = WebKit2.WebsiteDataManager.new_ephemeral()
    else:
        data = WebKit2.WebsiteDataManager(base_data_directory=f'{profile}/data', base_cache_directory=f'{profile}/cache')
    context = WebKit2.WebContext(website_data_manager=data)
    if 'no-cookies' in sys.argv:
        context.get_cookie_manager().set_accept_policy(WebKit2.CookieAcceptPolicy.NEVER)
    # As in a browser: pages that were left are kept.
    context.set_cache_model(WebKit2.CacheModel.WEB_BROWSER)
    context.set_automation_allowed(True)
    context.connect('automation-started', start_automation)
    return context


def start_automation(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name('WebKitGTK')
    session.set_application_info(info)
    session.connect('create-web-view', lambda _session: open_view())


def open_asked():
    """Opens the page whose address lies in the profile, unseen by the driver."""
    try:
        with open(f'{profile}/open') as file:
            url = file.read()
    except FileNotFoundError:
        return True
    os.remove(f'{profile}/open')
    open_view(is_driven=False).load_uri(url)
    return True


def open_view(is_driven=True):
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=is_driven)
    view.get_settings().set_enable_page_cache(True)
    window = Gtk.Window()
    window.set_default_size(800, 600)
    window.add(view)
    view.connect('close', lambda _view: window.destroy())
    window.show_all()
    return view


context = create_context()
GLib.timeout_add(50, open_asked)
Gtk.main()
