/*
 * Private content, as Luma keeps it: observables, fed from localStorage and from `customer/section/load`. A form that
 * changes a section deletes it here before the page is left, and the next page asks for it.
 */
define(['jquery', 'mage/cookies', 'Magento_Customer/js/section-config'], function ($, cookies, config) {
  'use strict';

  var CACHE = 'mage-cache-storage';
  var INVALID = 'mage-cache-storage-section-invalidation';
  var lifetime = 3600 * 1000;
  var observables = {};

  function read(key) {
    return JSON.parse(localStorage.getItem(key) || '{}');
  }

  function change(key, act) {
    var stored = read(key);
    act(stored);
    localStorage.setItem(key, JSON.stringify(stored));
  }

  /* Knockout's observable, as far as it is used here. */
  function createObservable(initial) {
    var value = initial;
    var listeners = [];
    function observable(next) {
      if (!arguments.length) return value;
      value = next;
      listeners.slice().forEach(function (listener) {
        listener(next);
      });
    }
    observable.subscribe = function (listener) {
      listeners.push(listener);
      return {
        dispose: function () {
          listeners.splice(listeners.indexOf(listener), 1);
        },
      };
    };
    return observable;
  }

  function get(name) {
    if (!observables[name]) observables[name] = createObservable({});
    return observables[name];
  }

  function readIds() {
    return JSON.parse(cookies.get('section_data_ids') || '{}');
  }

  function update(sections) {
    var ids = readIds();
    Object.keys(sections).forEach(function (name) {
      ids[name] = sections[name].data_id;
      change(CACHE, function (stored) {
        stored[name] = sections[name];
      });
      change(INVALID, function (stored) {
        delete stored[name];
      });
      get(name)(sections[name]);
    });
    cookies.set('section_data_ids', JSON.stringify(ids));
  }

  function reload(names, isForced) {
    var asked = { sections: names.join(','), force_new_section_timestamp: isForced };
    return $.getJSON(window.BASE_PATH + 'customer/section/load/', asked).done(function (sections) {
      $(document).trigger('customer-data-reload', [names]);
      update(sections);
    });
  }

  function invalidate(names) {
    var ids = readIds();
    $(document).trigger('customer-data-invalidate', [names]);
    names.forEach(function (name) {
      change(CACHE, function (stored) {
        delete stored[name];
      });
      if (config.isClientSideSection(name)) return;
      change(INVALID, function (stored) {
        stored[name] = true;
      });
      ids[name] = (ids[name] || 0) + 1000;
    });
    cookies.set('section_data_ids', JSON.stringify(ids));
  }

  function start() {
    var isOver = new Date(localStorage.getItem('mage-cache-timeout')) < new Date();
    var isNewSession = !cookies.get('mage-cache-sessid');
    if (isOver || isNewSession) localStorage.setItem(CACHE, '{}');
    if (isOver) localStorage.setItem('mage-cache-timeout', new Date(Date.now() + lifetime).toISOString());
    cookies.set('mage-cache-sessid', 'true');

    var stored = read(CACHE);
    Object.keys(stored).forEach(function (name) {
      get(name)(stored[name]);
    });
    var ids = readIds();
    var expired = Object.keys(ids).filter(function (name) {
      return !config.isClientSideSection(name) && (!stored[name] || stored[name].data_id !== ids[name]);
    });
    var names = Array.from(new Set(expired.concat(Object.keys(read(INVALID)))));
    if (names.length) reload(names, false);
  }

  $(document)
    .on('ajaxComplete', function (event, xhr, settings) {
      if (!/post|put|delete/i.test(settings.type)) return;
      var sections = config.getAffectedSections(settings.url);
      var answer = xhr.responseJSON || {};
      invalidate(sections);
      if (!answer.redirect && !answer.backUrl) reload(sections, true);
    })
    .on('submit', function (event) {
      if (/post/i.test(event.target.method)) invalidate(config.getAffectedSections(event.target.action));
    });

  start();
  return {
    get: get,
    set: function (name, value) {
      var sections = {};
      sections[name] = value;
      update(sections);
    },
    reload: reload,
    invalidate: invalidate,
  };
});
