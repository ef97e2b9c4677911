SENTENCES: dict[str, str] = {
    "config.zalo_webhook": "Zalo: mode = \"webhook\" needs zalo.webhook_url and a zalo.webhook_secret of 8–256 characters; set them in config.toml, or go back to mode = \"polling\".",
    "doctor.zalo": "Zalo: {name} ({users}/{most} people)",
    "doctor.zalo_bad": "Zalo: bot {bot} does not work ({reason}); check zalo.token and the network",
    "doctor.zalo_webhook": "Zalo webhook: {url}",
    "doctor.zalo_webhook_bad": "Zalo webhook: webhook_url must begin with https:// (it is {url})",
    "doctor.zalo_no_web": "Zalo: web.public_url is not set, so no links to the web page can be sent (files, long tables, a used-up quota)",
}
