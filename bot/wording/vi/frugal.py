SENTENCES: dict[str, str] = {
    "config.zalo_webhook": "Zalo: mode = \"webhook\" cần zalo.webhook_url và zalo.webhook_secret dài 8–256 ký tự; sửa trong config.toml, hoặc đặt lại mode = \"polling\".",
    "doctor.zalo": "Zalo: {name} ({users}/{most} người)",
    "doctor.zalo_bad": "Zalo: bot {bot} không dùng được ({reason}); xem lại zalo.token và đường mạng",
    "doctor.zalo_webhook": "Webhook Zalo: {url}",
    "doctor.zalo_webhook_bad": "Webhook Zalo: webhook_url phải bắt đầu bằng https:// (hiện là {url})",
    "doctor.zalo_no_web": "Zalo: chưa đặt web.public_url nên không gửi được đường dẫn trang web (tệp, bảng dài, khi hết hạn mức tin)",
}
