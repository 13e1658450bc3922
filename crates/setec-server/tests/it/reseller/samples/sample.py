import requests
import hashlib
import hmac
import base64
from datetime import datetime

def generate_token(api_key, email):
    """Generate authentication token for Domain Reseller API"""
    current_time = datetime.utcnow().strftime('%y-%m-%d %H')
    data = f"{email}:{current_time}"
    # Create HMAC-SHA256 hash
    signature = hmac.new(
        api_key.encode('utf-8'),
        data.encode('utf-8'),
        hashlib.sha256
    ).digest()
    # Encode to base64
    token = base64.b64encode(signature).decode('utf-8')
    return token

def renew_domain(email, api_key, domain, regperiod=1):
    """Renew a domain using the Domain Reseller API"""
    endpoint = "https://portal.hostraha.com/modules/addons/DomainsReseller/api/index.php"
    action = "/order/domains/renew"
    # Generate authentication token
    token = generate_token(api_key, email)
    # Prepare request data
    data = {
        'domain': domain,
        'regperiod': str(regperiod),
        'addons[dnsmanagement]': '0',
        'addons[emailforwarding]': '1',
        'addons[idprotection]': '1'
    }
    headers = {
        'username': email,
        'token': token,
        'Content-Type': 'application/x-www-form-urlencoded'
    }
    try:
        response = requests.post(f"{endpoint}{action}", data=data, headers=headers)
        response.raise_for_status()
        return response.json()
    except requests.exceptions.RequestException as e:
        print(f"Error renewing domain: {e}")
        raise

# Usage example
if __name__ == "__main__":
    email = "[email protected]"
    api_key = "YOUR_API_KEY"
    domain = "example.com"
    try:
        result = renew_domain(email, api_key, domain, regperiod=3)
        print("Domain renewal result:", result)
    except Exception as e:
        print("Error:", e)
